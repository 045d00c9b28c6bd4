ARG PYTHON_VERSION=3.11


# The dependencies alone, so that editing the rest of pyproject.toml does not install them again.
FROM python:${PYTHON_VERSION}-slim-bookworm AS requirements

WORKDIR /build
COPY pyproject.toml .
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" \
    > requirements.txt


FROM python:${PYTHON_VERSION}-slim-bookworm AS dependencies

# On Linux the torch of PyPI brings gigabytes of CUDA; this index has the same release for the CPU (2.13.0+cpu),
# which pip prefers. Leave it empty when pip's own index or mirror has that build.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu

COPY constraints.txt /build/
COPY --from=requirements /build/requirements.txt /build/
RUN --mount=type=cache,target=/var/cache/pip \
    export PIP_CACHE_DIR=/var/cache/pip \
    && python -m venv --without-pip /opt/byline \
    && python -m pip --python /opt/byline/bin/python install \
        ${TORCH_INDEX:+--extra-index-url "${TORCH_INDEX}"} \
        --constraint /build/constraints.txt --requirement /build/requirements.txt

# torch's headers and C++ tests are 190 MB; of its programs it starts only torch_shm_manager.
RUN rm -rf /opt/byline/lib/python*/site-packages/torch/include /opt/byline/lib/python*/site-packages/torch/test \
    && find /opt/byline/lib/python*/site-packages/torch/bin -type f ! -name torch_shm_manager -delete \
    && /opt/byline/bin/python -c "import torch; assert not torch.version.cuda, 'This torch is for CUDA: set TORCH_INDEX'"


FROM dependencies AS program

WORKDIR /build
COPY . .
RUN --mount=type=cache,target=/var/cache/pip \
    export PIP_CACHE_DIR=/var/cache/pip \
    && python -m pip --python /opt/byline/bin/python install --no-deps --prefix /opt/program .


# The model prepared for its runtime, so that no start loads PyTorch.
FROM dependencies AS prepared

COPY --from=program /opt/program /opt/byline
RUN BYLINE_DATA_DIR=/tmp/data BYLINE_MODELS_DIR=/opt/models HF_HUB_OFFLINE=1 /opt/byline/bin/byline status


FROM python:${PYTHON_VERSION}-slim-bookworm

# The file system is read-only to the bot: what is not compiled here would be compiled at every start.
RUN python -m compileall -q "$(python -c "import sysconfig; print(sysconfig.get_path('stdlib'))")" \
    && groupadd --gid 10001 byline \
    && useradd --uid 10001 --gid byline --no-create-home --home-dir /data --shell /usr/sbin/nologin byline \
    && install --directory --owner byline --group byline --mode 0750 /data

COPY --from=dependencies /opt/byline /opt/byline
COPY --from=program /opt/program /opt/byline
COPY --from=prepared /opt/models /opt/models

ENV PATH=/opt/byline/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HF_HUB_OFFLINE=1 \
    BYLINE_DATA_DIR=/data \
    BYLINE_MODELS_DIR=/opt/models

USER 10001:10001
WORKDIR /data
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["byline", "health"]
ENTRYPOINT ["byline"]
CMD ["run"]

ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Byline" \
      org.opencontainers.image.description="Answers questions about news articles in Discord or a terminal with exact, cited excerpts." \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
