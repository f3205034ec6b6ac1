# contractkit with its fuzzers and emulator: docker run --rm -v "$PWD:/work" contractkit lint payloads
FROM python:3.13-slim AS build
COPY . /source
RUN pip wheel --no-cache-dir --wheel-dir /wheels "/source[fuzz,new]"

FROM python:3.13-slim
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index /wheels/*.whl \
    && useradd --uid 1000 --create-home contractkit
USER 1000
WORKDIR /work
ENTRYPOINT ["contractkit"]
CMD ["--help"]
