import { app } from "./app.ts";
import { pool } from "./db.ts";

const port = Number(process.env.PORT ?? 3000);
const server = app.listen(port, () => console.log(`listening on ${port}`));

process.on("SIGTERM", () => {
  server.close(() => pool.end().then(() => process.exit(0)));
});
