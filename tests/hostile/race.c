/* Two threads count without asking each other: what `make tsan` must find before its silence about our own threads means anything. */
#include <pthread.h>
#include <stddef.h>

static long shared_n;

static void *count(void *arg)
{
	for (int i = 0; i < 100000; i++)
		shared_n++;
	return arg;
}

int main(void)
{
	pthread_t other;
	if (pthread_create(&other, NULL, count, NULL) != 0)
		return 2;
	count(NULL);
	pthread_join(other, NULL);
	return 0;
}
