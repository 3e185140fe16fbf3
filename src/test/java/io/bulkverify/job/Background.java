package io.bulkverify.job;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A command that goes on while the test types others. */
record Background(CompletableFuture<Night.Ended> command) {

	private static final Duration LONGEST = Duration.ofMinutes(1);

	static Background of(Supplier<Night.Ended> command) {
		CompletableFuture<Night.Ended> ended = new CompletableFuture<>();
		Thread.ofPlatform().daemon().start(() -> {
			try {
				ended.complete(command.get());
			}
			catch (RuntimeException ex) {
				ended.completeExceptionally(ex);
			}
		});
		return new Background(ended);
	}

	Night.Ended ended() {
		return this.command.orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS).join();
	}

}
