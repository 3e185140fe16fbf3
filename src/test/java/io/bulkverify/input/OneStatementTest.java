package io.bulkverify.input;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One statement, told so that no database can read it as two. */
class OneStatementTest {

	@ParameterizedTest
	@ValueSource(strings = { "select 1", "select 1;", "select 1 ; \n", "select ';'",
			"select 'it''s; a' ; -- end; of it\n", "select \";\" from t", "-- don't; stop\nselect 1",
			"/* a; b */ select 1", "select 1 /* ; */;;", "select E'a\\'b'", "select $$it's$$", "select `a`, [b] from t",
			"select a #>> '{b}' from t;", "select '/* ' from t;" })
	void isTaken(String sql) {
		assertThat(OneStatement.flaw(sql)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "select 1; select 2", "commit; select 1", ";select 1", "select ''; update t set a = ''",
			"select 1; -- x\nselect 2", "select 1;/* x */select 2", "select '' ';' ; x", "select 1 -- '\n; update t" })
	void isNotTakenWhereThereIsMore(String sql) {
		assertThat(OneStatement.flaw(sql)).startsWith("The query is more than one statement");
	}

	/** Each of them is more than one statement to some database. */
	@ParameterizedTest
	@ValueSource(strings = { "select E'\\''; update t set a = '1'; select '", "select $$'$$; update t set a = $$'$$",
			"select `'`; update t set a = `'`", "select [']; update t set a = [']",
			"select q'[']'; update t set a = q'[']'", "/* /* */ ' */; update t set a = 1 --'",
			"select 1 # '\n; update t set a = 1 # '" })
	void isNotTakenWhereDatabasesDiffer(String sql) {
		assertThat(OneStatement.flaw(sql)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "'", "\"", "/*", "-- ", ";", "a ", "' ;", "\\" })
	void isToldWhateverItsLength(String part) {
		assertThat(OneStatement.flaw("select 1 " + part.repeat(100_000)))
			.satisfiesAnyOf(flaw -> assertThat(flaw).isNull(), flaw -> assertThat(flaw).isNotBlank());
	}

}
