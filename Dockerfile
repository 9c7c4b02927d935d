# syntax=docker/dockerfile:1
FROM node:24-bookworm-slim AS build
WORKDIR /atalaya
COPY . .
RUN npx -y pnpm@12 install --frozen-lockfile \
 && node packages/db/src/cli/generate.ts \
 && node scripts/clients.ts
# Afresh, so that nothing of what built it is left in.
RUN rm -rf node_modules apps/*/node_modules packages/*/node_modules examples/*/node_modules bench/node_modules \
 && npx -y pnpm@12 --filter @atalaya/server... install --prod --frozen-lockfile

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
RUN mkdir /data /uploads && chown node:node /data /uploads
WORKDIR /atalaya
COPY --from=build --chown=root:root /atalaya /atalaya
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/ready').then((a) => process.exit(a.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=8", "apps/server/src/main.ts"]
