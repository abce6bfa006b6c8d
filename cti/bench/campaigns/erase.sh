#!/bin/sh
# kill -9 at 60 random moments, by time and by what appears, of erasures over runs, quarantine, archive and DuckDB, local and S3; then the same command, and a search for what is left.
# Writes results/<date>-erase-kills.md. CTI_CAMPAIGN_KILLS and CTI_CAMPAIGN_SEED change it; CI runs a tenth.
set -eu
exec "$(dirname -- "$0")/end-to-end.sh" EraseCampaignTests 60
