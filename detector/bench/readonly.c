/* The floor: a libpcap loop that touches each packet and does nothing else. Built by ./run: cc -O2 readonly.c -o readonly -lpcap */
#include <pcap.h>
#include <stdio.h>

static unsigned long packets, bytes;

static void seen(u_char *user, const struct pcap_pkthdr *header, const u_char *data) {
  (void) user;
  packets++;
  bytes += header->caplen + (header->caplen ? data[0] : 0);
}

int main(int argc, char **argv) {
  char error[PCAP_ERRBUF_SIZE] = "usage: readonly FILE.pcap";
  pcap_t *capture = argc == 2 ? pcap_open_offline(argv[1], error) : NULL;
  if (!capture) {
    fprintf(stderr, "%s\n", error);
    return 2;
  }
  if (pcap_loop(capture, -1, seen, NULL) != 0) {
    fprintf(stderr, "%s\n", pcap_geterr(capture));
    return 2;
  }
  printf("%lu packets, check sum %lu\n", packets, bytes);
  return 0;
}
