/* The worker of gazette itself: the pipeline in the cage. */
#include "worker/serve.h"
#include "worker/worker.h"

static bool prepare(void *self, const char *data, struct error *err)
{
	return pipeline_open(data, self, err);
}

static bool run(void *self, struct arena *a, const struct document *doc,
		enum pipeline_depth depth, const struct pipeline_sink *sink,
		struct error *err)
{
	struct pipeline **pl = self;

	return pipeline_give(*pl, a, doc, depth, sink, err);
}

static uint32_t times(void *self, const struct pipeline_time **out)
{
	struct pipeline **pl = self;

	return pipeline_times(*pl, out);
}

int worker_main(int argc, char **argv)
{
	struct pipeline *pl = NULL;
	struct worker_task task = {&pl, prepare, run, times,
				   pipeline_prepare_pages};
	int status = worker_serve(&task, argc, argv);

	pipeline_close(pl);
	return status;
}
