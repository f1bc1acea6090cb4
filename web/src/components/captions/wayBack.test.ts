import { expect, it } from "vitest";

import { wayBack } from "./wayBack";

it("writes a person's sentence again", () => expect(wayBack({ by: "person", text: "Our dog." })).toEqual({ text: "Our dog." }));
it("lets the model's sentence come out from behind", () => expect(wayBack({ by: "model", text: "A dog." })).toBe("forget"));
it("forgets where there was nothing", () => expect(wayBack(null)).toBe("forget"));
