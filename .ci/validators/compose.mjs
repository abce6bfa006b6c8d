// What the README promises of a compose file: each service tells its health or is waited for to its end, and its image is pinned. compose.mjs FILE
import { readFileSync } from "node:fs";
import { parse } from "yaml";

const { services } = parse(readFileSync(process.argv[2], "utf8"), { merge: true });
const problems = [];
const oneShots = new Set(
  Object.values(services).flatMap((service) => Object.entries(service.depends_on ?? {}).filter(([, on]) => on.condition === "service_completed_successfully").map(([name]) => name)),
);
for (const [name, service] of Object.entries(services)) {
  if (!service.healthcheck?.test && !oneShots.has(name)) problems.push(`${name}: neither a health check nor anybody who waits for its end`);
  if (service.healthcheck?.test && oneShots.has(name)) problems.push(`${name}: is waited for to its end, and has a health check`);
  if (!service.build && !/:[^:]*[0-9]+[.][0-9]+[^:]*$/.test(service.image)) problems.push(`${name}: the image ${service.image} is not pinned`);
}
problems.forEach((problem) => console.log(problem));
process.exit(problems.length > 0 ? 1 : 0);
