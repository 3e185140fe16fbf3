package io.bulkverify;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

import io.bulkverify.cli.BulkVerify;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The program: a command line whose commands start a Spring application where they need
 * one.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class BulkVerifyApplication {

	/** Starts the application itself, without the command line. */
	public static ConfigurableApplicationContext start() {
		return SpringApplication.run(BulkVerifyApplication.class);
	}

	public static void main(String[] args) {
		PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
		PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
		System.exit(BulkVerify.execute(BulkVerifyApplication::start, out, err, args));
	}

}
