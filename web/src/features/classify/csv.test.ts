import { expect, it } from "vitest";

import type { Naming } from "@/api/types";

import { csvOf } from "./csv";

const naming = (model: string, label: string, probability: number, accepted = true) =>
  ({ model, accepted, labels: [{ index: 0, name: label, name_zh: null, probability }] }) as unknown as Naming;

it("writes a line for each photo and model", () =>
  expect(csvOf([{ name: "a.jpg", namings: [naming("photo", "tabby, tabby cat", 0.81239), naming("pets", "dog", 0.2, false)] }]).split("\r\n")).toEqual([
    "picture,model,label,probability,accepted",
    'a.jpg,photo,"tabby, tabby cat",0.8124,true',
    "a.jpg,pets,dog,0.2000,false",
    "",
  ]));

it("defuses names that a spreadsheet would run", () => expect(csvOf([{ name: "=1+1.jpg", namings: [naming("photo", "x", 1)] }])).toContain("'=1+1.jpg,"));
