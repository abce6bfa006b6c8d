#!/bin/sh
# kill -9 at 200 random moments of incremental runs with an archive while objects arrive, one process or two at once, local and S3; then the same command
# until nothing is left. Writes results/<date>-incremental-kills.md. CTI_CAMPAIGN_KILLS and CTI_CAMPAIGN_SEED change it; CI runs a tenth.
set -eu
exec "$(dirname -- "$0")/end-to-end.sh" IncrementalCampaignTests 200
