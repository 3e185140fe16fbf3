package io.bulkverify.job;

import org.junit.jupiter.api.Test;

import org.springframework.batch.core.job.flow.Flow;
import org.springframework.batch.core.job.flow.FlowExecutionException;
import org.springframework.batch.core.job.flow.FlowExecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class LaneFlowTest {

	@Test
	void a_lane_that_cannot_begin_ends_the_others() throws Exception {
		StopSignal stop = new StopSignal();
		Flow broken = mock(Flow.class);
		given(broken.start(any())).willThrow(new FlowExecutionException("the step could not be stored"));

		assertThatThrownBy(() -> new LaneFlow(broken, stop).start(mock(FlowExecutor.class)))
			.isInstanceOf(FlowExecutionException.class);

		assertThat(stop.raised()).isTrue();
		assertThat(stop.raisedForGood()).as("the job may start again").isFalse();
	}

}
