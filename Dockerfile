# The Pith image. Runs `pith bot` by default. There is no build step: Node runs the TypeScript sources.

FROM node:26.10.0-trixie-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The optional dependencies contain Node itself, which the base image already has. Install scripts are disabled.
RUN npm ci --omit=dev --omit=optional --ignore-scripts --no-audit --no-fund

FROM node:26.10.0-trixie-slim
# The health check runs inside the container. Set HEALTH_HOST=0.0.0.0 to let a Prometheus server outside it read /metrics.
ENV NODE_ENV=production \
    STORE_URL=sqlite:/data/pith.db \
    HEALTH_PORT=9090
WORKDIR /app
# The files belong to root, so the program cannot modify itself. It can only write to /data.
RUN install --directory --owner=node --group=node /data
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE THIRD-PARTY.md ./
COPY licences ./licences
COPY prompts ./prompts
COPY commands ./commands
COPY src ./src
COPY playground ./playground
USER node
VOLUME /data
EXPOSE 9090
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.HEALTH_PORT}/livez`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "--no-warnings", "--max-semi-space-size=2", "--heap-growing-percent=50", "src/cli.ts"]
CMD ["bot"]
