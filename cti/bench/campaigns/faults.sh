#!/bin/sh
# Every fault of the Data API's simulator at every call of a Redshift load, then kill -9 at 200 random moments, each time followed by the same command.
# Writes results/<date>-redshift-faults.md. CTI_CAMPAIGN_KILLS, CTI_CAMPAIGN_FAULTS_OF_TEN and CTI_CAMPAIGN_SEED change it; CI runs a tenth.
set -eu
CTI_CAMPAIGN_FAULTS_OF_TEN=${CTI_CAMPAIGN_FAULTS_OF_TEN:-10}
export CTI_CAMPAIGN_FAULTS_OF_TEN

exec "$(dirname -- "$0")/end-to-end.sh" RedshiftCampaignTests 200
