#!/bin/sh
# Runs all of a campaign of which the end-to-end tests run a tenth: end-to-end.sh TEST-CLASS KILLS. Writes into results/.
# CTI_CAMPAIGN_KILLS and CTI_CAMPAIGN_SEED change it.
set -eu
bench=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
CTI_CAMPAIGN_KILLS=${CTI_CAMPAIGN_KILLS:-$2}
CTI_CAMPAIGN_RESULTS="$bench/results"
export CTI_CAMPAIGN_KILLS CTI_CAMPAIGN_RESULTS

exec dotnet test "$bench/../tests/Cti.EndToEnd" --filter "FullyQualifiedName~$1" --nologo
