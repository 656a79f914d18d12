import { open } from "./open.js";

const menu = document.querySelector("nav");
menu.addEventListener("click", () => {
    open(menu);
});
