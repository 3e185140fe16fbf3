package io.bulkverify.simulator;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * How a simulator is set up.
 *
 * @param port 0: any free one
 * @param sessionSliding whether every call restarts a Nexus session's clock, as MX does
 * (src/docs/mx.md §1.8)
 * @param verificationMin a job takes between this and {@code verificationMax}, steadily
 * per member
 * @param readsPerSecond quota in any sliding second, above it 429; 0: none
 * @param disturbances in force from the start ({@link MxSimulator#disturb})
 * @param nexusNumbersByMember whether Nexus lists numbers by member, which only client
 * code shows (src/docs/mx.md §1.1)
 * @param recordRequests keep the requests themselves (bounded), not only their counts
 */
public record SimulatorSettings(Flavour flavour, int port, String clientId, String apiKey, Duration sessionLifetime,
		boolean sessionSliding, Duration verificationMin, Duration verificationMax, int readsPerSecond,
		int writesPerSecond, Faults faults, List<String> disturbances, boolean nexusNumbersByMember,
		boolean recordRequests, InstantSource clock) {

	public SimulatorSettings {
		disturbances = List.copyOf(disturbances);
	}

	public static SimulatorSettings defaults() {
		return builder().build();
	}

	public static Builder builder() {
		return new Builder();
	}

	/** Starts from all flavours on a free port, quick jobs, no quota and no faults. */
	public static final class Builder {

		private Flavour flavour = Flavour.ALL;

		private int port;

		private String clientId = "sim-client";

		private String apiKey = "sim-key";

		private Duration sessionLifetime = Duration.ofMinutes(30);

		private boolean sessionSliding = true;

		private Duration verificationMin = Duration.ofMillis(200);

		private Duration verificationMax = Duration.ofSeconds(1);

		private int readsPerSecond;

		private int writesPerSecond;

		private Faults faults = Faults.NONE;

		private List<String> disturbances = List.of();

		private boolean nexusNumbersByMember = true;

		private boolean recordRequests;

		private InstantSource clock = InstantSource.system();

		private Builder() {
		}

		public Builder flavour(Flavour value) {
			this.flavour = value;
			return this;
		}

		public Builder port(int value) {
			this.port = value;
			return this;
		}

		public Builder clientId(String value) {
			this.clientId = value;
			return this;
		}

		public Builder apiKey(String value) {
			this.apiKey = value;
			return this;
		}

		public Builder session(Duration lifetime, boolean sliding) {
			this.sessionLifetime = lifetime;
			this.sessionSliding = sliding;
			return this;
		}

		public Builder verification(Duration min, Duration max) {
			this.verificationMin = min;
			this.verificationMax = max;
			return this;
		}

		public Builder quota(int reads, int writes) {
			this.readsPerSecond = reads;
			this.writesPerSecond = writes;
			return this;
		}

		public Builder faults(Faults value) {
			this.faults = value;
			return this;
		}

		public Builder disturbances(List<String> value) {
			this.disturbances = value;
			return this;
		}

		public Builder nexusNumbersByMember(boolean value) {
			this.nexusNumbersByMember = value;
			return this;
		}

		public Builder recordRequests(boolean value) {
			this.recordRequests = value;
			return this;
		}

		public Builder clock(InstantSource value) {
			this.clock = value;
			return this;
		}

		public SimulatorSettings build() {
			return new SimulatorSettings(flavour, port, clientId, apiKey, sessionLifetime, sessionSliding,
					verificationMin, verificationMax, readsPerSecond, writesPerSecond, faults, disturbances,
					nexusNumbersByMember, recordRequests, clock);
		}

	}
}
