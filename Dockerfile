ARG NODE_IMAGE=node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /galley
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY scripts/build.mjs scripts/panel-size.mjs scripts/transpile.mjs scripts/
COPY src src
RUN node scripts/build.mjs

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /galley
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM ${NODE_IMAGE}
# The source maps are in the image so that a logged stack names the lines people know.
ENV NODE_ENV=production NODE_OPTIONS=--enable-source-maps
WORKDIR /galley
# A new volume takes over the owner of the folder it is mounted on.
RUN mkdir -p /var/lib/galley/pictures /var/lib/galley/simulators && chown -R node:node /var/lib/galley
COPY --from=dependencies /galley/node_modules node_modules
COPY package.json ./
COPY migrations migrations
COPY --from=build /galley/dist dist
USER node
# Of the API; Compose has one for each of the other services.
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/api/main.js"]
