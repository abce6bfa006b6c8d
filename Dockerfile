# The image of cti, and what Airflow, ECS, Kubernetes and a plain `docker run` rely on: docker build -t cti_etl .
# Stages up to the last run on the building machine; under BuildKit they compile for the platform asked for. The builder without
# BuildKit knows no platforms: where its words are missing, the machine's own count.

# libduckdb, the embedded warehouse's engine, by the same lock file as every other build; and what .NET and npm call the processor.
FROM --platform=${BUILDPLATFORM:-linux} node:24-bookworm-slim AS libduckdb
ARG TARGETARCH
WORKDIR /libduckdb
COPY cti/src/Cti/Warehouses/DuckDb/native/package.json cti/src/Cti/Warehouses/DuckDb/native/package-lock.json ./
RUN cpu=$(echo "${TARGETARCH:-$(node -p process.arch)}" | sed s/amd64/x64/) && echo "$cpu" >/cpu \
 && npm ci --ignore-scripts --no-audit --no-fund --os=linux --cpu="$cpu" \
 && mv node_modules/@duckdb/node-bindings-linux-"$cpu"/libduckdb.so node_modules/@duckdb/node-bindings-linux-"$cpu"/LICENSE . \
 && rm -rf node_modules

# The SDK with what links native code for that processor: the machine's own C compiler, or a cross compiler.
FROM --platform=${BUILDPLATFORM:-linux} mcr.microsoft.com/dotnet/sdk:10.0-noble AS sdk
COPY --from=libduckdb /cpu /cpu
RUN sed "s/x64/x86_64/; s/arm64/aarch64/" /cpu >/machine \
 && cross="" && if [ "$(cat /machine)" != "$(uname -m)" ]; then cross="-$(tr _ - </machine)-linux-gnu"; fi \
 && apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends "gcc$cross" "libc6-dev${cross:+-$(sed s/x64/amd64/ /cpu)-cross}" \
 && rm -rf /var/lib/apt/lists

FROM sdk AS sources
# CI=true makes a restore fail that would not give exactly what the lock files say.
ENV CI=true DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
WORKDIR /source
# Packages have a layer of their own: it stays while only code changes.
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY cti/src/Cti.Parquet/Cti.Parquet.csproj cti/src/Cti.Parquet/packages.lock.json cti/src/Cti.Parquet/
COPY cti/src/Cti/Cti.csproj cti/src/Cti/packages.lock.json cti/src/Cti/
COPY cti/src/Cti/Warehouses/DuckDb/native/libduckdb.targets cti/src/Cti/Warehouses/DuckDb/native/
RUN dotnet restore cti/src/Cti
COPY cti/src cti/src

FROM sources AS build
COPY --from=libduckdb /libduckdb /libduckdb
# How the program is published stands in Cti.csproj, once. Style was judged before: no analysers. What only debuggers read stays behind.
RUN dotnet publish cti/src/Cti --no-restore --runtime "linux-$(cat /cpu)" --output /published -p:DuckDbLibrary=/libduckdb/libduckdb.so -p:RunAnalyzers=false \
      -p:CppCompilerAndLinker="$(cat /machine)-linux-gnu-gcc" -p:ObjCopyName="$(cat /machine)-linux-gnu-objcopy" \
 && mkdir -p /image/app && cp /published/cti /published/libduckdb.so /image/app/ \
 && cp /libduckdb/LICENSE /image/app/libduckdb.LICENSE
COPY LICENSE /image/app/LICENSE
# The last image has no shell: links and folders are made here. Whoever the container runs as may write to /data and /spill, and so to
# new volumes mounted there, which take their mode from the image.
RUN mkdir -p /image/usr/local/bin /image/tmp /image/data /image/spill \
 && ln -s /app/cti /image/usr/local/bin/cti \
 && chmod 1777 /image/tmp /image/data /image/spill

# For local development: the Redshift Data API over PostgreSQL. It is built, not published: its image holds the framework.
FROM sources AS build-simulator
COPY cti/tests/Cti.RedshiftSimulator cti/tests/Cti.RedshiftSimulator
COPY --from=libduckdb /libduckdb /libduckdb
RUN dotnet build cti/tests/Cti.RedshiftSimulator --configuration Release --output /image/app -p:DuckDbLibrary=/libduckdb/libduckdb.so -p:RunAnalyzers=false \
 && mkdir -p /image/usr/local/bin && ln -s /app/cti-redshift-simulator /image/usr/local/bin/cti-redshift-simulator

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble AS simulator
COPY --from=build-simulator /image /
USER 1654:1654
EXPOSE 8080
ENTRYPOINT ["cti-redshift-simulator", "--address", "0.0.0.0"]

FROM mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled AS cti
COPY --from=build /image /
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG CREATED=unknown
# Where the sources are, as a URL: the building workflow knows.
ARG SOURCE=unknown
LABEL org.opencontainers.image.title="cti_etl" \
      org.opencontainers.image.description="Raw objects from S3 to validated Parquet, a quarantine and a warehouse, exactly once" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.source="$SOURCE" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION" \
      org.opencontainers.image.created="$CREATED"
ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
WORKDIR /data
# A number, so that Kubernetes can see that it is not root.
USER 1654:1654
ENTRYPOINT ["cti"]
