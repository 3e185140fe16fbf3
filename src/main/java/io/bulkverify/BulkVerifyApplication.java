package io.bulkverify;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class BulkVerifyApplication {

	public static void main(String[] args) {
		SpringApplication.run(BulkVerifyApplication.class, args);
	}

}
