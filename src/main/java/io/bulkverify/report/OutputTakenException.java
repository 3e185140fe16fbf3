package io.bulkverify.report;

/** An output folder that holds the files of another run, which nobody said to replace. */
public class OutputTakenException extends OutputException {

	private static final long serialVersionUID = 1L;

	public OutputTakenException(String message) {
		super(message);
	}

}
