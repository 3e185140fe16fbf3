package io.bulkverify.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.bulkverify.simulator.AccountNumber;
import io.bulkverify.simulator.Flavour;
import org.jspecify.annotations.Nullable;

/** What {@code account-numbers.csv} says of one account, as text. */
record NumbersRow(String account, String number, String routing, String institution, String transit,
		String passedValidation, String warning) {

	static NumbersRow of(Map<String, String> row) {
		return new NumbersRow(cell(row, "account_guid"), cell(row, "account_number"), cell(row, "routing_number"),
				cell(row, "institution_number"), cell(row, "transit_number"), cell(row, "passed_validation"),
				cell(row, "warning"));
	}

	private static String cell(Map<String, String> row, String column) {
		return Objects.requireNonNull(row.get(column), column);
	}

	/**
	 * What must stand there for the number that the bank has. Nexus sends integers, whose
	 * zeros only a checksum or a fixed length can bring back; Atrium has no validation.
	 */
	static NumbersRow expected(Flavour flavour, AccountNumber number, @Nullable String warning) {
		boolean nexus = flavour == Flavour.NEXUS;
		Boolean passed = (flavour == Flavour.ATRIUM) ? null : number.passedValidation();
		List<String> warnings = new ArrayList<>();
		if (Boolean.FALSE.equals(passed)) {
			warnings.add("LIKELY_INVALID");
		}
		List<String> told = (warning != null) ? new ArrayList<>(List.of(warning.split(";", -1))) : new ArrayList<>();
		if (told.remove("PARTLY_MASKED")) {
			warnings.add("PARTLY_MASKED");
		}
		if (nexus) {
			warnings.add("LEADING_ZEROS_UNKNOWN");
		}
		warnings.addAll(told);
		String digits = nexus ? number.accountNumber().replaceFirst("^0+", "") : number.accountNumber();
		return new NumbersRow(number.accountGuid(), digits, orEmpty(number.routingNumber()),
				orEmpty(number.institutionNumber()), orEmpty(number.transitNumber()), orEmpty(passed),
				String.join(";", warnings));
	}

	private static String orEmpty(@Nullable Object value) {
		return (value != null) ? value.toString() : "";
	}
}
