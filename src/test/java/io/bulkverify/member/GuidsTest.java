package io.bulkverify.member;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** A member that the list names by the client's own ids, and MX by guids. */
class GuidsTest {

	private static final ListedMember LISTED = new ListedMember(2, "own-user", "own-member", null, null, Set.of(),
			"sso");

	@Test
	void oneThatWasNeverReadIsAskedForAsTheListNamesIt() {
		assertThat(after().asked()).isEqualTo(LISTED);
	}

	@Test
	void oneThatWasReadIsAskedForByTheGuidsOfMx() {
		assertThat(after(state(new Guids("USR-1", "MBR-1"))).asked())
			.isEqualTo(new ListedMember(2, "USR-1", "MBR-1", null, null, Set.of(), "sso"));
	}

	@Test
	void aLaterReadThatLacksThemForgetsNothing() {
		assertThat(after(state(new Guids("USR-1", "MBR-1")), state(Guids.AS_LISTED)).asked().memberGuid())
			.isEqualTo("MBR-1");
		assertThat(after(state(new Guids(null, "MBR-1")), state(new Guids("USR-1", null))).asked().userGuid())
			.isEqualTo("USR-1");
	}

	private static Member after(MemberState... reads) {
		Progress progress = Progress.listed(Story.MIDNIGHT);
		for (MemberState read : reads) {
			progress = progress.saw(read, Story.MIDNIGHT);
		}
		return new Member(1, 0, LISTED, progress, null);
	}

	private static MemberState state(Guids guids) {
		return new MemberState(ConnectionStatus.Known.CONNECTED, false, null, null, null, null, null, false, null, null,
				guids);
	}

}
