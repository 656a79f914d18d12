# Says what in each record is not as the JSON Schema has it: jq --slurpfile schema FILE --arg kind stored -f this.
# The words of JSON Schema that our own uses, and an error for any other.

def is_type($wanted):
    if $wanted == "integer" then type == "number" and . == floor else type == $wanted end;

def check($schema; $root; $at):
    . as $value
    | ($schema | keys[]) as $word
    | $schema[$word] as $rule
    | if $word == "description" or $word == "title" or $word == "$schema" or $word == "$defs" then empty
      elif $word == "$ref" then check($root["$defs"][$rule | ltrimstr("#/$defs/")]; $root; $at)
      elif $word == "type" then
          if any($rule | if type == "array" then .[] else . end; . as $one | $value | is_type($one)) then empty
          else "\($at): \($value | type)" end
      elif $word == "const" then if $value == $rule then empty else "\($at): not \($rule)" end
      elif $word == "enum" then if any($rule[]; . == $value) then empty else "\($at): \($value)" end
      elif $word == "pattern" then
          if ($value | type) != "string" or ($value | test($rule)) then empty else "\($at): \($value)" end
      elif $word == "required" then
          if ($value | type) == "object" then ($rule - ($value | keys))[] | "\($at): no \(.)" else empty end
      elif $word == "properties" then
          if ($value | type) != "object" then empty
          else ($rule | keys[]) as $key
              | if $value | has($key) then $value[$key] | check($rule[$key]; $root; "\($at).\($key)") else empty end end
      elif $word == "additionalProperties" then
          if ($value | type) != "object" then empty
          else (($value | keys) - ($schema.properties // {} | keys))[] as $key
              | if $rule == false then "\($at): \($key)"
                else $value[$key] | check($rule; $root; "\($at).\($key)") end end
      elif $word == "items" then
          if ($value | type) != "array" then empty
          else range($value | length) as $i | $value[$i] | check($rule; $root; "\($at)[\($i)]") end
      elif $word == "anyOf" then
          if any($rule[]; [. as $one | $value | check($one; $root; $at)] == []) then empty
          else "\($at): none of the forms" end
      else error("the check knows no " + $word) end;

check({"$ref": ("#/$defs/" + $kind)}; $schema[0]; ".")
