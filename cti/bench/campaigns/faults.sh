#!/bin/sh
# Every fault of the Data API's simulator at every call of a Redshift load, then kill -9 at 200 random moments, each time followed by the same command.
# Writes results/<date>-redshift-faults.md. CTI_CAMPAIGN_KILLS, CTI_CAMPAIGN_FAULTS_OF_TEN and CTI_CAMPAIGN_SEED change it; CI runs a tenth.
set -eu
bench=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
CTI_CAMPAIGN_KILLS=${CTI_CAMPAIGN_KILLS:-200}
CTI_CAMPAIGN_FAULTS_OF_TEN=${CTI_CAMPAIGN_FAULTS_OF_TEN:-10}
CTI_CAMPAIGN_RESULTS="$bench/results"
export CTI_CAMPAIGN_KILLS CTI_CAMPAIGN_FAULTS_OF_TEN CTI_CAMPAIGN_RESULTS

exec dotnet test "$bench/../tests/Cti.EndToEnd" --filter FullyQualifiedName~RedshiftCampaignTests --nologo
