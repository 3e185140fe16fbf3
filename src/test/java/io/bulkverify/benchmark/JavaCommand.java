package io.bulkverify.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines that start another JVM, of the same Java as this one. */
final class JavaCommand {

	private JavaCommand() {
	}

	static List<String> ofClasses(String heap, String main, List<String> arguments) {
		List<String> line = begin(heap);
		line.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
		line.addAll(arguments);
		return line;
	}

	static List<String> ofJar(String heap, Path gcLog, Path jar, List<String> arguments) {
		List<String> line = begin(heap);
		line.addAll(List.of("-Xlog:gc:file=" + gcLog, "-jar", jar.toString()));
		line.addAll(arguments);
		return line;
	}

	private static List<String> begin(String heap) {
		return new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), heap));
	}

}
