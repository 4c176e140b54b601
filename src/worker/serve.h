/* The child's side of a worker, whatever it is that reads the documents. */
#ifndef GAZETTE_WORKER_SERVE_H
#define GAZETTE_WORKER_SERVE_H

#include "article/document.h"
#include "pipeline/pipeline.h"

/* What a worker does with documents; handed in, so that a test hands in what
 * a hostile page would make of a parser. */
struct worker_task {
	void *self;
	/* Outside of the cage: read lists. */
	bool (*prepare)(void *self, const char *data, struct error *err);
	/* Inside: one document to its articles. */
	bool (*run)(void *self, struct arena *a, const struct document *doc,
		    enum pipeline_depth depth, const struct pipeline_sink *sink,
		    struct error *err);
	/* CPU a stage so far. */
	uint32_t (*times)(void *self, const struct pipeline_time **out);
	/* Outside, where pages will come: open converters; NULL nothing. */
	void (*prepare_pages)(void);
};

/* Processor time after which a worker ends and another takes its place, so
 * that RLIMIT_CPU can bound a loop without bounding a long run. */
#define WORKER_LIFE_S 60u

/* Prepare, enter the cage, serve documents from the socket that is descriptor
 * 0 until it closes.  argv: "--worker", data folder, depth, seconds a
 * document.  Returns the exit status. */
int worker_serve(const struct worker_task *task, int argc, char **argv);

#endif
