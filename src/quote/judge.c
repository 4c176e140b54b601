/* Weights in thousandths, fitted by tools/quotes/fit.py on the development half
 * of PolNeAR (v1.0.0); a trait's number is its place in enum string_trait of
 * strings.c or enum clause_trait of said.c.
 */
#include "quote/judge.h"

static const int16_t weights[JUDGE_KINDS][JUDGE_TRAITS] = {
#include "quote/weights.def"
};

bool quote_judge(enum judge_kind kind, uint64_t traits)
{
	int32_t sum = 0;

	for (int i = 0; traits; i++, traits >>= 1) {
		if (traits & 1)
			sum += weights[kind][i];
	}
	return sum > 0;
}
