package io.bulkverify.report;

import io.bulkverify.member.Category;

/** What a category is called on the page. */
final class CategoryWords {

	private CategoryWords() {
	}

	static String name(Category category) {
		return switch (category) {
			case NEEDS_END_USER -> "Needs the customer";
			case RETRY_LATER -> "Try again later";
			case TERMINAL -> "Needs a change";
		};
	}

	static String meaning(Category category) {
		return switch (category) {
			case NEEDS_END_USER ->
				"Only the customers themselves can mend these, in your application or at their bank.";
			case RETRY_LATER -> "Nothing is wrong that time may not mend.";
			case TERMINAL ->
				"Trying again changes nothing until the list, the bank connection or the contract with MX is changed.";
		};
	}

	/** The class that gives it its colour. */
	static String tone(Category category) {
		return switch (category) {
			case NEEDS_END_USER -> "customer";
			case RETRY_LATER -> "later";
			case TERMINAL -> "change";
		};
	}

}
