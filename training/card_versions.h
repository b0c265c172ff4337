/* Versions of the libraries that a model depends on.  A file of its own since
 * LIBLINEAR's header takes names of ours. */
#ifndef VIGIE_TRAINING_CARD_VERSIONS_H
#define VIGIE_TRAINING_CARD_VERSIONS_H

struct card_versions {
    char libsvm[16], liblinear[16], utf8proc[32], unicode[32];
};

struct card_versions card_versions(void);

#endif
