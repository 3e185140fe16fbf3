package io.bulkverify.mx;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;

import io.bulkverify.member.ListedMember;

/** A client of a {@link FakeMx} with all its parts in reach. */
final class Mx {

	static final InstantSource TIME = InstantSource.fixed(Instant.parse("2026-11-20T02:00:00Z"));

	static final String KEY = "k3y-of-the-client";

	final CallLog log = new CallLog(TIME);

	final Outage outage;

	final RateLimits limits;

	final MxApi api;

	Mx(MxProperties properties) {
		this(properties, SendPermission.ALWAYS, InstantSource.system());
	}

	Mx(MxProperties properties, SendPermission permission, InstantSource time) {
		this.outage = new Outage(time);
		this.limits = new RateLimits(properties.limits(), new Pause());
		this.api = MxConfiguration.create(properties, limits, outage, log, permission, time, new Pause());
	}

	static MxProperties properties(MxProperties.Api api, String url) {
		return new MxProperties(api, url, url, new MxProperties.Platform("v20250224"), "cl13nt", KEY,
				Duration.ofSeconds(1), Duration.ofSeconds(2), new MxProperties.Limits(10_000, 10_000), false);
	}

	static MxProperties platform(String version, String url) {
		return new MxProperties(MxProperties.Api.PLATFORM, url, null, new MxProperties.Platform(version), "cl13nt", KEY,
				Duration.ofSeconds(1), Duration.ofSeconds(2), new MxProperties.Limits(10_000, 10_000), false);
	}

	static MxProperties production(MxProperties.Api api) {
		return new MxProperties(api, null, null, new MxProperties.Platform("v20250224"), "cl13nt", KEY,
				Duration.ofSeconds(5), Duration.ofSeconds(30), new MxProperties.Limits(50, 10), false);
	}

	static ListedMember member(String userGuid, String memberGuid) {
		return new ListedMember(2, userGuid, memberGuid, null, null, Set.of(), null);
	}

	static ListedMember withTransactions(ListedMember member) {
		return new ListedMember(member.line(), member.userGuid(), member.memberGuid(), null, true, Set.of(), null);
	}

}
