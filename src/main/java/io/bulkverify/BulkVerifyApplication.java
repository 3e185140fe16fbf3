package io.bulkverify;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

import io.bulkverify.cli.BulkVerify;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.system.ApplicationHome;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The program: a command line whose commands start a Spring application where they need
 * one.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class BulkVerifyApplication {

	/**
	 * Through its AUTO_SERVER the embedded database lets other processes of this machine
	 * in, and nobody else's. It reads this before anything else.
	 */
	private static final String H2_LISTENS_AT = "h2.bindAddress";

	/**
	 * Starts the application itself, without the command line. Besides the usual places,
	 * settings are read from {@code config/} beside the jar, wherever it is started from.
	 * @param settings each as {@code --name=value}
	 */
	public static ConfigurableApplicationContext start(String... settings) {
		if (System.getProperty(H2_LISTENS_AT) == null) {
			System.setProperty(H2_LISTENS_AT, InetAddress.getLoopbackAddress().getHostAddress());
		}
		SpringApplication application = new SpringApplication(BulkVerifyApplication.class);
		Path besideJar = new ApplicationHome(BulkVerifyApplication.class).getDir().toPath().resolve("config");
		application
			.setDefaultProperties(Map.of("spring.config.additional-location", "optional:file:" + besideJar + "/"));
		return application.run(settings);
	}

	public static void main(String[] args) {
		PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
		PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
		System.exit(BulkVerify.execute(BulkVerifyApplication::start, out, err, args));
	}

}
