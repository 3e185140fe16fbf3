package io.bulkverify.job;

/**
 * How a command ended.
 *
 * @param exit what the process exits with
 * @param text what the operator reads at the end; may have many lines
 */
public record RunResult(ExitCode exit, String text) {
}
