-- Spring Batch keeps one context per execution id in the whole process: nights side by side must not share ids.
alter sequence batch_job_execution_seq restart with ${ids};
alter sequence batch_step_execution_seq restart with ${ids};
