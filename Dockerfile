FROM python:3.11-slim-bookworm AS base
# The two libraries that GeoDjango calls.
RUN apt-get update \
    && apt-get install --no-install-recommends -y libgdal32 libgeos-c1v5 \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/infra_map

FROM base AS build
RUN apt-get update \
    && apt-get install --no-install-recommends -y gettext \
    && rm -rf /var/lib/apt/lists/*
COPY requirements.txt requirements-node.txt package.json package-lock.json .npmrc ./
RUN python -m venv .venv \
    && .venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
# Node is needed here alone: it stays behind in this stage.
RUN python -m venv /opt/node \
    && /opt/node/bin/pip install --no-cache-dir --require-hashes -r requirements-node.txt \
    && PATH="/opt/node/bin:$PATH" npm ci --omit=dev --ignore-scripts
COPY . .
# No secret: collecting files signs nothing, and this value does not reach the next stage.
RUN SECRET_KEY=while-building bin/assets && rm -rf node_modules

FROM base
RUN useradd --system --no-create-home --uid 10001 infra_map
COPY --from=build /srv/infra_map /srv/infra_map
USER infra_map
ENV PYTHONUNBUFFERED=1
EXPOSE 8000
CMD ["bin/web", "0.0.0.0:8000"]
