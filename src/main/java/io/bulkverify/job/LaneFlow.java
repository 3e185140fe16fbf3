package io.bulkverify.job;

import java.util.Collection;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.job.flow.Flow;
import org.springframework.batch.core.job.flow.FlowExecution;
import org.springframework.batch.core.job.flow.FlowExecutionException;
import org.springframework.batch.core.job.flow.FlowExecutor;
import org.springframework.batch.core.job.flow.State;

/**
 * A lane in the split. Where its step cannot even begin, because the framework cannot
 * write to its tables, no listener of the step is told: the other lanes would wait for
 * this one for ever.
 */
final class LaneFlow implements Flow {

	private final Flow flow;

	private final StopSignal stop;

	LaneFlow(Flow flow, StopSignal stop) {
		this.flow = flow;
		this.stop = stop;
	}

	@Override
	public String getName() {
		return this.flow.getName();
	}

	@Override
	public @Nullable State getState(String stateName) {
		return this.flow.getState(stateName);
	}

	@Override
	public Collection<State> getStates() {
		return this.flow.getStates();
	}

	@Override
	public FlowExecution start(FlowExecutor executor) throws FlowExecutionException {
		return tellingOthers(() -> this.flow.start(executor));
	}

	@Override
	public FlowExecution resume(String stateName, FlowExecutor executor) throws FlowExecutionException {
		return tellingOthers(() -> this.flow.resume(stateName, executor));
	}

	private FlowExecution tellingOthers(Execution execution) throws FlowExecutionException {
		try {
			return execution.run();
		}
		catch (FlowExecutionException | RuntimeException ex) {
			this.stop.raise(new StopSignal.Cause.Setback(getName() + " failed", ex));
			throw ex;
		}
	}

	@FunctionalInterface
	private interface Execution {

		FlowExecution run() throws FlowExecutionException;

	}

}
