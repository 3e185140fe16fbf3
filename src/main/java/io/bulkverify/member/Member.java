package io.bulkverify.member;

import org.jspecify.annotations.Nullable;

/**
 * One row of the work table: a listed member and how far it has come in its run.
 *
 * @param id the row's key
 * @param version counts the row's updates; an update names the version that it was
 * decided on
 * @param listed what the list says of it
 * @param progress how far it has come
 * @param earlier what an earlier run of ours left at MX for it; null where nothing that
 * matters
 */
public record Member(long id, int version, ListedMember listed, Progress progress, @Nullable Earlier earlier) {

	/** Where it stands. */
	public Stage stage() {
		return progress.stage();
	}

	/**
	 * As MX is to be asked for it: by MX's own guids, as soon as a read has shown them.
	 */
	public ListedMember asked() {
		@Nullable Seen seen = progress.seen();
		return seen == null ? listed : listed.by(seen.guids());
	}

	/** The same row after progress that has been stored. */
	public Member stored(Progress next) {
		return new Member(id, version + 1, listed, next, earlier);
	}
}
