package io.bulkverify.job;

import java.util.List;

import io.bulkverify.input.JdbcUrl;

/** The address of a database. */
final class Address {

	private static final List<String> UNDERSTOOD = List.of("jdbc:postgresql:", "jdbc:h2:");

	private Address() {
	}

	/**
	 * What is wrong with it; the address itself is not shown, as it may hold a password.
	 */
	static List<String> problems(String setting, String url) {
		return UNDERSTOOD.stream().anyMatch(url::startsWith) && JdbcUrl.wellFormed(url) ? List.of()
				: List.of(setting + " is no address of a database: use one such as jdbc:postgresql://host/database");
	}

}
