package io.bulkverify.simulator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * An MX of our own over real HTTP: Atrium, the Platform API and Nexus as src/docs/mx.md
 * §1 and §2 describe them, members whose state moves with time (§3, §3.1), and everything
 * that goes wrong on the way. What happens to a member is a {@link Story}; its GUID can
 * tell it ({@link Stories}).
 *
 * <p>
 * Members come into being when they are first touched, so any number of them can be asked
 * for.
 */
public final class MxSimulator implements AutoCloseable {

	static {
		// The server reads these once, when its classes are loaded. Without nodelay every
		// answer stalls for 40 ms.
		System.setProperty("sun.net.httpserver.nodelay", "true");
		System.setProperty("sun.net.httpserver.maxIdleConnections", "20000");
		System.setProperty("sun.net.httpserver.idleInterval", "300");
	}

	private static final int BACKLOG = 10_000;

	private final SimulatorSettings settings;

	private final Ledger ledger;

	private final Service service;

	private final HttpServer server;

	private final ExecutorService threads;

	private MxSimulator(SimulatorSettings settings) throws IOException {
		this.settings = settings;
		this.ledger = new Ledger(settings.recordRequests());
		this.service = new Service(settings, ledger);
		this.threads = Executors.newVirtualThreadPerTaskExecutor();
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), settings.port()),
				BACKLOG);
		server.setExecutor(threads);
	}

	/** Starts a simulator that answers as soon as this returns. */
	public static MxSimulator start(SimulatorSettings settings) {
		try {
			MxSimulator simulator = new MxSimulator(settings);
			simulator.server.createContext("/", new Wire(simulator.service, new Control(simulator, simulator.service)));
			settings.disturbances().forEach(simulator::disturb);
			simulator.server.start();
			return simulator;
		}
		catch (IOException e) {
			throw new UncheckedIOException("The simulator cannot listen on port " + settings.port(), e);
		}
	}

	public int port() {
		return server.getAddress().getPort();
	}

	/** The base URL of every flavour, and of Nexus' single sign-on. */
	public String baseUrl() {
		return "http://127.0.0.1:" + port();
	}

	public SimulatorSettings settings() {
		return settings;
	}

	/**
	 * Tells this member's story, whatever its GUID says; what was seen of it before is
	 * forgotten.
	 */
	public void tell(String memberGuid, Story story) {
		service.tell(memberGuid, story);
	}

	/** What a program with default settings should make of this member. */
	public Expectation expected(String memberGuid) {
		Member known = service.known(memberGuid);
		return (known != null ? known.story() : Stories.of(memberGuid)).expected();
	}

	/**
	 * The right numbers of this member: all, or the one of the account that was selected.
	 */
	public List<AccountNumber> accountNumbers(String memberGuid) {
		Member known = service.known(memberGuid);
		return known != null ? known.rightNumbers() : AccountNumber.right(memberGuid, Stories.of(memberGuid), -1);
	}

	/** What was seen of this member; all zero where it was never touched. */
	public MemberReport member(String memberGuid) {
		Member known = service.known(memberGuid);
		return known != null ? known.report() : new Member(memberGuid, Stories.of(memberGuid), 0).report();
	}

	/** All members that were told or touched, in no order. */
	public List<MemberReport> members() {
		List<MemberReport> reports = new ArrayList<>();
		service.members().forEach(member -> reports.add(member.report()));
		return reports;
	}

	public Ledger ledger() {
		return ledger;
	}

	/** From now on for so long nobody gets an answer; zero ends it. */
	public void outage(Duration length, Breakage how) {
		Instant now = settings.clock().instant();
		service.outage(now.toEpochMilli(), now.plus(length).toEpochMilli(), how);
	}

	public void outage(Duration length) {
		outage(length, Breakage.RESET);
	}

	/**
	 * From now on this goes wrong too, for a time; several may be in force, and the first
	 * that is due takes a call. {@code calls=verify how=403 after-calls=60 seconds=9}:
	 * {@link Disturbance} has the words.
	 */
	public void disturb(String disturbance) {
		service.disturb(Disturbance.of(disturbance));
	}

	/** No disturbance is in force any more. */
	public void calm() {
		service.calm();
	}

	/** How many calls each disturbance has befallen, in the order of their telling. */
	public List<Long> befallen() {
		return service.befallen();
	}

	/** From now on these faults befall everybody. */
	public void faults(Faults faults) {
		service.faults(faults);
	}

	/** From now on these quotas hold in any sliding second; 0: none. */
	public void quota(int readsPerSecond, int writesPerSecond) {
		service.quota(readsPerSecond, writesPerSecond);
	}

	@Override
	public void close() {
		server.stop(0);
		threads.shutdownNow();
	}

}
