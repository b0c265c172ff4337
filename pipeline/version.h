#ifndef VIGIE_VERSION_H
#define VIGIE_VERSION_H

#define VIGIE_VERSION "0.1.0"

#endif
