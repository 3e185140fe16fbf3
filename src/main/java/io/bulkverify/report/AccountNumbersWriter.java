package io.bulkverify.report;

import io.bulkverify.member.AccountNumber;
import io.bulkverify.member.Columns;
import io.bulkverify.member.VerifiedAccount;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Writes {@code account-numbers.csv}: a row for each account. */
public class AccountNumbersWriter extends CsvFileWriter<VerifiedAccount> {

	/**
	 * @param carriedNames the list's own columns, in its order
	 */
	public AccountNumbersWriter(OutputSet files, List<String> carriedNames) {
		super(files, OutputSet.ACCOUNT_NUMBERS, Columns.ACCOUNT_NUMBERS, carriedNames);
	}

	@Override
	List<String> cells(VerifiedAccount account) {
		AccountNumber number = account.number();
		return List.of(text(account.userGuid()), text(account.memberGuid()), text(number.accountGuid()),
				number(number.number()), number(number.routingNumber()), number(number.institutionNumber()),
				number(number.transitNumber()), text(account.institutionCode()), Utc.text(account.verifiedAt()),
				yesOrNo(number.passedValidation()), warning(account));
	}

	private static String warning(VerifiedAccount account) {
		StringJoiner warnings = new StringJoiner(";");
		if (Boolean.FALSE.equals(account.number().passedValidation())) {
			warnings.add("LIKELY_INVALID");
		}
		if (account.partlyMasked()) {
			warnings.add("PARTLY_MASKED");
		}
		if (account.number().zerosUnknown()) {
			warnings.add("LEADING_ZEROS_UNKNOWN");
		}
		if (account.unconfirmed()) {
			warnings.add("UNCONFIRMED");
		}
		return warnings.toString();
	}

	@Override
	Map<String, String> carried(VerifiedAccount account) {
		return account.carried();
	}

}
