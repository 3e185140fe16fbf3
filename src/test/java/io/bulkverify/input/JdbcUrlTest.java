package io.bulkverify.input;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class JdbcUrlTest {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			jdbc:postgresql://host:5432/db                                | jdbc:postgresql://host:5432/db
			jdbc:postgresql://ann:s3cret@host/db                          | jdbc:postgresql://host/db
			jdbc:postgresql://host/db?user=ann&password=s3cret            | jdbc:postgresql://host/db
			jdbc:postgresql://host/db?user=ann&ssl=true&password=s3%26cr  | jdbc:postgresql://host/db?ssl=true
			jdbc:postgresql://host/db?ssl=true&sslpassword=s3cret&x=1     | jdbc:postgresql://host/db?ssl=true&x=1
			jdbc:h2:file:./data/x;USER=sa;PASSWORD=s3cret;AUTO_SERVER=TRUE | jdbc:h2:file:./data/x;AUTO_SERVER=TRUE
			jdbc:h2:file:./data/x;AUTO_SERVER=TRUE;PASSWORD=s3cret        | jdbc:h2:file:./data/x;AUTO_SERVER=TRUE
			""")
	void showsWhereADatabaseIsButNotWhoReadsIt(String url, String shown) {
		assertThat(JdbcUrl.withoutCredentials(url)).isEqualTo(shown);
	}

}
