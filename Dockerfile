# docker build --tag cvkit .
# docker run --rm --read-only --tmpfs /tmp --volume "$PWD:/cvs" cvkit render
FROM python:3.14-slim AS build
COPY . /source
RUN python -m venv /opt/cvkit \
 && /opt/cvkit/bin/pip install --no-cache-dir --only-binary :all: /source

FROM python:3.14-slim
LABEL org.opencontainers.image.title="cvkit" \
      org.opencontainers.image.description="Typeset CVs from YAML" \
      org.opencontainers.image.licenses="MIT"
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install --yes --no-install-recommends \
      fonts-noto-color-emoji libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 1000 --create-home cvkit
COPY --from=build /opt/cvkit /opt/cvkit
# Nothing but /cvs and /tmp is written to, so that the rest can be read-only.
ENV PATH="/opt/cvkit/bin:$PATH" \
    PYTHONDONTWRITEBYTECODE=1 \
    XDG_CACHE_HOME=/tmp/cache
USER 1000
WORKDIR /cvs
ENTRYPOINT ["cvkit"]
CMD ["render"]
