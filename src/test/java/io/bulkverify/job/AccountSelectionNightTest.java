package io.bulkverify.job;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.bulkverify.simulator.Breakage;
import io.bulkverify.simulator.Call;
import io.bulkverify.simulator.Flavour;
import io.bulkverify.simulator.MxSimulator;
import io.bulkverify.simulator.Seen;
import io.bulkverify.simulator.SimulatorSettings;
import io.bulkverify.simulator.Story;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Members whose bank asks which account is meant (src/docs/mx.md §4), from the list to
 * the files, in one night or two.
 */
class AccountSelectionNightTest {

	private static final List<String> ACCOUNTS = List.of("Main Checking", "Savings");

	private static final Duration READ_TIMEOUT = Duration.ofSeconds(2);

	@TempDir
	Path folder;

	/** How far MX's clock is ahead: an hour passes in no time. */
	private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

	private MxSimulator mx;

	private Night night;

	@BeforeEach
	void start() {
		this.mx = MxSimulator.start(SimulatorSettings.builder()
			.flavour(Flavour.PLATFORM_20250224)
			.recordRequests(true)
			.clock(() -> Instant.now().plus(this.ahead.get()))
			.build());
		this.night = new Night(this.mx, Night.h2(this.folder), this.folder).with("mx.read-timeout", "2s");
	}

	@AfterEach
	void end() {
		this.mx.close();
	}

	@Test
	void the_list_names_the_account_to_the_letter_or_else_in_any_case_of_letters() {
		asks("MBR-exact", ACCOUNTS);
		asks("MBR-case", ACCOUNTS);
		asks("MBR-twins", List.of("savings", "Savings"));
		asks("MBR-ambiguous", List.of("savings", "Savings"));
		asks("MBR-none", ACCOUNTS);
		asks("MBR-nothing", List.of());

		run("MBR-exact,Savings", "MBR-case,mAIN checking", "MBR-twins,Savings", "MBR-ambiguous,SAVINGS",
				"MBR-none,Brokerage", "MBR-nothing,Savings");

		assertChosen("MBR-exact", 1);
		assertChosen("MBR-case", 0);
		assertChosen("MBR-twins", 1);
		assertThat(this.night.reported("MBR-ambiguous")).containsEntry("reason", "ACCOUNT_SELECTION_NEEDED")
			.containsEntry("detail", "savings | Savings")
			.containsEntry("account_label", "SAVINGS");
		assertThat(this.night.reported("MBR-none")).containsEntry("reason", "ACCOUNT_SELECTION_NEEDED")
			.containsEntry("detail", "Main Checking | Savings");
		assertThat(this.night.ending("MBR-nothing")).isEqualTo("CHALLENGED");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			only            | MBR-one   |           |
			first           | MBR-one   | MBR-two   | MBR-three
			match:^Sav      |           | MBR-two   |
			""")
	void where_the_list_names_none_the_setting_chooses(String rule, String one, String two, String three) {
		this.night.with("verification.account-selection", rule);
		asks("MBR-one", List.of("Main Checking"));
		asks("MBR-two", ACCOUNTS);
		asks("MBR-three", List.of("Savings", "Savings plus", "Main Checking"));
		asks("MBR-labelled", ACCOUNTS);

		run("MBR-one,", "MBR-two,", "MBR-three,", "MBR-labelled,Main Checking");

		assertThat(this.night.ending("MBR-one")).isEqualTo((one != null) ? "VERIFIED" : "ACCOUNT_SELECTION_NEEDED");
		assertThat(this.night.ending("MBR-two")).isEqualTo((two != null) ? "VERIFIED" : "ACCOUNT_SELECTION_NEEDED");
		assertThat(this.night.ending("MBR-three")).isEqualTo((three != null) ? "VERIFIED" : "ACCOUNT_SELECTION_NEEDED");
		assertChosen("MBR-labelled", 0);
	}

	@Test
	void a_lost_answer_is_sent_again_only_when_it_cannot_arrive_any_more() {
		this.mx.tell("MBR-unheard",
				Story.builder()
					.accountSelection(ACCOUNTS)
					.mishap(Story.Scope.RESUME, Breakage.RESET, false, 1)
					.build());
		this.mx.tell("MBR-heard",
				Story.builder().accountSelection(ACCOUNTS).mishap(Story.Scope.RESUME, Breakage.RESET, true, 1).build());

		run("MBR-unheard,Savings", "MBR-heard,Savings");

		assertChosen("MBR-unheard", 1);
		assertChosen("MBR-heard", 1);
		List<Instant> sent = resumes("MBR-unheard");
		assertThat(sent).hasSize(2);
		assertThat(Duration.between(sent.get(0), sent.get(1))).isGreaterThanOrEqualTo(READ_TIMEOUT);
		assertThat(resumes("MBR-heard")).hasSize(1);
	}

	@Test
	void a_label_in_the_next_list_is_enough_for_what_this_night_left_open() {
		asks("MBR-labelled-later", ACCOUNTS);
		asks("MBR-never-labelled", ACCOUNTS);
		run("MBR-labelled-later,", "MBR-never-labelled,");
		assertThat(this.night.ending("MBR-labelled-later")).isEqualTo("ACCOUNT_SELECTION_NEEDED");

		run("MBR-labelled-later,Savings", "MBR-never-labelled,");

		assertChosen("MBR-labelled-later", 1);
		assertThat(this.night.reported("MBR-never-labelled")).containsEntry("reason", "ACCOUNT_SELECTION_NEEDED")
			.containsEntry("detail", "Main Checking | Savings")
			.containsEntry("verify_called", "false");
		assertThat(this.mx.ledger().calls(Call.VERIFY)).as("verifies in both nights").isEqualTo(2);
	}

	@Test
	void a_question_of_ours_that_expired_is_asked_again_once_there_is_an_answer() {
		asks("MBR-labelled-later", ACCOUNTS);
		asks("MBR-never-labelled", ACCOUNTS);
		run("MBR-labelled-later,", "MBR-never-labelled,");
		this.ahead.set(Duration.ofHours(1));

		run("MBR-labelled-later,Savings", "MBR-never-labelled,");

		assertChosen("MBR-labelled-later", 1);
		assertThat(this.mx.member("MBR-labelled-later").acceptedIn()).containsExactly("CONNECTED", "EXPIRED");
		assertThat(this.night.reported("MBR-never-labelled")).containsEntry("reason", "EXPIRED")
			.containsEntry("verify_called", "false");
		assertThat(this.mx.member("MBR-never-labelled").accepted()).isEqualTo(1);
	}

	@Test
	void a_person_who_may_be_choosing_is_not_answered_for() {
		Story joined = Story.builder().accountSelection(ACCOUNTS).joined(1_500).build();
		this.mx.tell("MBR-joined", joined);
		this.mx.tell("MBR-joined-unseen",
				Story.builder().accountSelection(ACCOUNTS).joined(1_500).hidden(true).build());
		this.mx.tell("MBR-left-by-others",
				Story.builder().accountSelection(ACCOUNTS).start("CHALLENGED").leftover(true).build());
		this.mx.tell("MBR-expired-by-others", Story.builder().accountSelection(ACCOUNTS).start("EXPIRED").build());

		run("MBR-joined,Savings", "MBR-joined-unseen,Savings", "MBR-left-by-others,Savings",
				"MBR-expired-by-others,Savings");

		assertThat(this.night.ending("MBR-joined")).isEqualTo("ACCOUNT_SELECTION_NEEDED");
		assertThat(this.night.ending("MBR-joined-unseen")).isEqualTo("ACCOUNT_SELECTION_NEEDED");
		assertThat(this.night.reported("MBR-left-by-others")).containsEntry("reason", "ACCOUNT_SELECTION_NEEDED")
			.containsEntry("detail",
					"Main Checking | Savings; this program did not ask for it: the customer must choose");
		assertThat(this.night.ending("MBR-expired-by-others")).isEqualTo("EXPIRED");
		assertThat(this.mx.ledger().calls(Call.RESUME)).isZero();
		assertThat(this.mx.member("MBR-joined").accepted()).isZero();
	}

	@Test
	void questions_for_the_user_are_reported_with_their_type_and_words_and_never_answered() {
		this.night.with("verification.account-selection", "first");

		run("MBR-mfa.types-text-1,", "MBR-mfa.types-options-1,", "MBR-mfa.types-lookalike-1,MX Bank Checking",
				"MBR-mfa.types-image-1,", "MBR-mfa.types-token-1,", "MBR-mfa.types-text_options-1,");

		assertChallenged("MBR-mfa.types-text-1", "TEXT: What city were you born in?");
		assertChallenged("MBR-mfa.types-options-1", "OPTIONS: Where shall we send the code?");
		assertChallenged("MBR-mfa.types-lookalike-1", "OPTIONS: Please select an account:");
		assertChallenged("MBR-mfa.types-image-1", "IMAGE_DATA: Type the letters that you see");
		assertChallenged("MBR-mfa.types-token-1", "TOKEN: Enter the code from your token");
		assertChallenged("MBR-mfa.types-text_options-1",
				"TEXT: What city were you born in? | OPTIONS: Where shall we send the code?");
		assertThat(this.mx.ledger().calls(Call.RESUME)).isZero();
	}

	private void asks(String guid, List<String> labels) {
		this.mx.tell(guid, Story.builder().accountSelection(labels).build());
	}

	/** A list of members with their labels, verified. */
	private void run(String... rows) {
		StringBuilder csv = new StringBuilder("user_guid,member_guid,account_label\n");
		for (String row : rows) {
			csv.append("USR-1,").append(row).append('\n');
		}
		Night.Ended ended = this.night.run(this.night.write("members.csv", csv.toString()), "--replace");
		assertThat(ended.exit()).as(ended.err()).isZero();
	}

	private void assertChosen(String guid, int option) {
		assertThat(this.night.verified(guid)).as(() -> guid + " is " + this.night.reported(guid))
			.extracting((row) -> row.get("account_guid"))
			.containsExactly("ACT-" + option + "-" + guid);
		assertThat(this.mx.member(guid).resumesAccepted()).as("answers of " + guid).isEqualTo(1);
	}

	private void assertChallenged(String guid, String detail) {
		assertThat(this.night.reported(guid)).containsEntry("reason", "CHALLENGED").containsEntry("detail", detail);
	}

	private List<Instant> resumes(String guid) {
		return this.mx.ledger()
			.requests()
			.stream()
			.filter((request) -> request.call() == Call.RESUME && request.target().contains(guid + "/"))
			.map(Seen::at)
			.toList();
	}

}
