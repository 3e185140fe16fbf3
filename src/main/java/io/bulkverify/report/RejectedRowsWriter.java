package io.bulkverify.report;

import io.bulkverify.member.Columns;
import io.bulkverify.member.ListRow;
import java.util.List;
import java.util.Map;

/**
 * Writes {@code rejected-rows.csv}: the rows of the list that name no member, and why.
 */
public class RejectedRowsWriter extends CsvFileWriter<ListRow.Rejected> {

	public RejectedRowsWriter(OutputSet files) {
		super(files, OutputSet.REJECTED_ROWS, Columns.REJECTED_ROWS, List.of());
	}

	@Override
	List<String> cells(ListRow.Rejected rejected) {
		return List.of(Long.toString(rejected.line()), text(rejected.reason()), text(rejected.row()));
	}

	@Override
	Map<String, String> carried(ListRow.Rejected rejected) {
		return Map.of();
	}

}
