/* tables-image DATA OUT: the image of the tables under DATA. */
#include <stdio.h>

#include "pipeline/pipeline.h"

int main(int argc, char **argv)
{
	struct error err;

	if (argc != 3) {
		fprintf(stderr, "usage: tables-image DATA OUT\n");
		return 2;
	}
	if (!pipeline_write_image(argv[1], argv[2], &err)) {
		fprintf(stderr, "tables-image: %s\n", err.text);
		return 3;
	}
	return 0;
}
