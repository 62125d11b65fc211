# syntax=docker/dockerfile:1
# The image of web, worker and beat: one image, three commands (docker-compose.yml).
# The same locked requirements, npm packages, translations and static files as `make` prepares.

FROM python:3.11-slim-bookworm AS system
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*

FROM system AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends gettext npm \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY requirements/prod.txt requirements/
RUN python -m venv /venv \
    && /venv/bin/python -m pip install --no-cache-dir --require-hashes -r requirements/prod.txt
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --omit=dev
COPY . .
RUN for po in locale/*/LC_MESSAGES/*.po; do msgfmt --check-format -o "${po%.po}.mo" "$po"; done \
    && REKOM_ENV=development /venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf node_modules

FROM system
ENV REKOM_ENV=production \
    DJANGO_SETTINGS_MODULE=rekom.settings \
    PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
RUN useradd --system --create-home --shell /usr/sbin/nologin rekom
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
USER rekom
EXPOSE 8000
CMD ["gunicorn", "rekom.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--no-control-socket", "--worker-tmp-dir", "/dev/shm"]
