{
	"patcher": {
		"fileversion": 1,
		"appversion": {
			"major": 8,
			"minor": 5,
			"revision": 5,
			"architecture": "x64",
			"modernui": 1
		},
		"classnamespace": "box",
		"rect": [
			100.0,
			100.0,
			280.0,
			302.0
		],
		"bglocked": 0,
		"openinpresentation": 1,
		"default_fontsize": 12.0,
		"default_fontface": 0,
		"default_fontname": "Arial",
		"gridonopen": 1,
		"gridsize": [
			15.0,
			15.0
		],
		"gridsnaponopen": 1,
		"objectsnaponopen": 1,
		"statusbarvisible": 2,
		"toolbarvisible": 1,
		"boxanimatetime": 200,
		"enablehscroll": 1,
		"enablevscroll": 1,
		"description": "",
		"digest": "",
		"tags": "",
		"style": "",
		"editing_bgcolor": [
			0.11,
			0.12,
			0.14,
			1.0
		],
		"locked_bgcolor": [
			0.11,
			0.12,
			0.14,
			1.0
		],
		"boxes": [
			{
				"box": {
					"id": "obj-1",
					"maxclass": "panel",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						24.0,
						120.0,
						40.0
					],
					"presentation": 1,
					"presentation_rect": [
						0.0,
						0.0,
						280.0,
						302.0
					],
					"background": 1,
					"ignoreclick": 1,
					"bgcolor": [
						0.17,
						0.18,
						0.21,
						1.0
					],
					"rounded": 10,
					"border": 0,
					"mode": 0
				}
			},
			{
				"box": {
					"id": "obj-2",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						174.0,
						24.0,
						256.0,
						21.0
					],
					"presentation": 1,
					"presentation_rect": [
						12.0,
						8.0,
						256.0,
						22.0
					],
					"text": "mapping",
					"fontsize": 13.0,
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"fontface": 1
				}
			},
			{
				"box": {
					"id": "obj-3",
					"maxclass": "inlet",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						444.0,
						24.0,
						30.0,
						30.0
					],
					"comment": "name X; inputs …, outputs …, record, undo, clear, train, run 1, rate -1, save; add NAME …",
					"index": 1
				}
			},
			{
				"box": {
					"id": "obj-4",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						488.0,
						24.0,
						152.6,
						22.0
					],
					"text": "patcherargs play 7770"
				}
			},
			{
				"box": {
					"id": "obj-5",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						971.0,
						498.0,
						93.19999999999999,
						22.0
					],
					"text": "zl.join 7770"
				}
			},
			{
				"box": {
					"id": "obj-6",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						971.0,
						542.0,
						119.6,
						22.0
					],
					"text": "unpack play 7770"
				}
			},
			{
				"box": {
					"id": "obj-7",
					"maxclass": "newobj",
					"numinlets": 6,
					"numoutlets": 6,
					"outlettype": [
						"",
						"",
						"",
						"",
						"",
						""
					],
					"patching_rect": [
						739.0,
						498.0,
						218.6,
						22.0
					],
					"text": "route port name add load delete"
				}
			},
			{
				"box": {
					"id": "obj-8",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						864.0,
						584.0,
						36.0,
						22.0
					],
					"text": "t i"
				}
			},
			{
				"box": {
					"id": "obj-9",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						864.0,
						626.0,
						172.39999999999998,
						22.0
					],
					"text": "sprintf send gan-%ld-out"
				}
			},
			{
				"box": {
					"id": "obj-10",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						982.0,
						878.0,
						60.199999999999996,
						22.0
					],
					"text": "forward"
				}
			},
			{
				"box": {
					"id": "obj-11",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1050.0,
						626.0,
						159.2,
						22.0
					],
					"text": "sprintf set gan-%ld-in"
				}
			},
			{
				"box": {
					"id": "obj-12",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1326.0,
						668.0,
						60.199999999999996,
						22.0
					],
					"text": "receive"
				}
			},
			{
				"box": {
					"id": "obj-13",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						655.0,
						24.0,
						60.0,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						14.0,
						41.0,
						60.0,
						20.0
					],
					"text": "name",
					"fontsize": 12.0,
					"textcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					]
				}
			},
			{
				"box": {
					"id": "obj-14",
					"maxclass": "textedit",
					"numinlets": 1,
					"numoutlets": 4,
					"outlettype": [
						"",
						"",
						"",
						""
					],
					"patching_rect": [
						1079.0,
						498.0,
						190.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						76.0,
						40.0,
						190.0,
						24.0
					],
					"keymode": 1,
					"outputmode": 1,
					"lines": 1,
					"bgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"rounded": 4.0
				}
			},
			{
				"box": {
					"id": "obj-15",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1105.0,
						542.0,
						80.0,
						22.0
					],
					"text": "route text"
				}
			},
			{
				"box": {
					"id": "obj-16",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 5,
					"outlettype": [
						"",
						"",
						"",
						"",
						""
					],
					"patching_rect": [
						944.0,
						584.0,
						86.6,
						22.0
					],
					"text": "t l l l l l"
				}
			},
			{
				"box": {
					"id": "obj-17",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						774.0,
						24.0,
						86.6,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-18",
					"maxclass": "live.text",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						924.0,
						24.0,
						80.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						14.0,
						72.0,
						80.0,
						24.0
					],
					"text": "add",
					"texton": "add",
					"mode": 0,
					"fontsize": 11.0,
					"activebgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"activebgoncolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activetextcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activetextoncolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"parameter_enable": 1,
					"varname": "add",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "add",
							"parameter_shortname": "add",
							"parameter_type": 2,
							"parameter_invisible": 2,
							"parameter_enum": [
								"off",
								"on"
							],
							"parameter_mmax": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-19",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1224.0,
						626.0,
						53.599999999999994,
						22.0
					],
					"text": "zl.reg"
				}
			},
			{
				"box": {
					"id": "obj-20",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						999.0,
						668.0,
						146.0,
						22.0
					],
					"text": "prepend /gan/map/add"
				}
			},
			{
				"box": {
					"id": "obj-21",
					"maxclass": "live.text",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1074.0,
						24.0,
						80.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						100.0,
						72.0,
						80.0,
						24.0
					],
					"text": "load",
					"texton": "load",
					"mode": 0,
					"fontsize": 11.0,
					"activebgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"activebgoncolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activetextcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activetextoncolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"parameter_enable": 1,
					"varname": "load",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "load",
							"parameter_shortname": "load",
							"parameter_type": 2,
							"parameter_invisible": 2,
							"parameter_enum": [
								"off",
								"on"
							],
							"parameter_mmax": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-22",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1291.0,
						626.0,
						53.599999999999994,
						22.0
					],
					"text": "zl.reg"
				}
			},
			{
				"box": {
					"id": "obj-23",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1159.0,
						668.0,
						152.6,
						22.0
					],
					"text": "prepend /gan/map/load"
				}
			},
			{
				"box": {
					"id": "obj-24",
					"maxclass": "live.text",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1224.0,
						24.0,
						80.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						186.0,
						72.0,
						80.0,
						24.0
					],
					"text": "delete",
					"texton": "delete",
					"mode": 0,
					"fontsize": 11.0,
					"activebgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"activebgoncolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activetextcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activetextoncolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"parameter_enable": 1,
					"varname": "delete",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "delete",
							"parameter_shortname": "delete",
							"parameter_type": 2,
							"parameter_invisible": 2,
							"parameter_enum": [
								"off",
								"on"
							],
							"parameter_mmax": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-25",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1359.0,
						626.0,
						53.599999999999994,
						22.0
					],
					"text": "zl.reg"
				}
			},
			{
				"box": {
					"id": "obj-26",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1400.0,
						668.0,
						165.79999999999998,
						22.0
					],
					"text": "prepend /gan/map/delete"
				}
			},
			{
				"box": {
					"id": "obj-27",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						402.0,
						584.0,
						36.0,
						22.0
					],
					"text": "t l"
				}
			},
			{
				"box": {
					"id": "obj-28",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						673.0,
						752.0,
						53.599999999999994,
						22.0
					],
					"text": "zl.reg"
				}
			},
			{
				"box": {
					"id": "obj-29",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						402.0,
						626.0,
						47.0,
						22.0
					],
					"text": "t l b"
				}
			},
			{
				"box": {
					"id": "obj-30",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						402.0,
						668.0,
						80.0,
						22.0
					],
					"text": "zl.slice 1"
				}
			},
			{
				"box": {
					"id": "obj-31",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						402.0,
						710.0,
						47.0,
						22.0
					],
					"text": "t b s"
				}
			},
			{
				"box": {
					"id": "obj-32",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						547.0,
						794.0,
						159.2,
						22.0
					],
					"text": "sprintf /gan/map/%s/%s"
				}
			},
			{
				"box": {
					"id": "obj-33",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						496.0,
						668.0,
						58.199999999999996,
						22.0
					],
					"text": "zlclear"
				}
			},
			{
				"box": {
					"id": "obj-34",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						488.0,
						836.0,
						60.199999999999996,
						22.0
					],
					"text": "zl.join"
				}
			},
			{
				"box": {
					"id": "obj-35",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1374.0,
						24.0,
						60.0,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						14.0,
						107.0,
						60.0,
						20.0
					],
					"text": "inputs",
					"fontsize": 12.0,
					"textcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					]
				}
			},
			{
				"box": {
					"id": "obj-36",
					"maxclass": "textedit",
					"numinlets": 1,
					"numoutlets": 4,
					"outlettype": [
						"",
						"",
						"",
						""
					],
					"patching_rect": [
						24.0,
						78.0,
						190.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						76.0,
						106.0,
						190.0,
						24.0
					],
					"keymode": 1,
					"outputmode": 0,
					"lines": 1,
					"bgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"rounded": 4.0
				}
			},
			{
				"box": {
					"id": "obj-37",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						24.0,
						498.0,
						80.0,
						22.0
					],
					"text": "route text"
				}
			},
			{
				"box": {
					"id": "obj-38",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						24.0,
						542.0,
						106.39999999999999,
						22.0
					],
					"text": "prepend inputs"
				}
			},
			{
				"box": {
					"id": "obj-39",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						24.0,
						116.0,
						60.0,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						14.0,
						139.0,
						60.0,
						20.0
					],
					"text": "outputs",
					"fontsize": 12.0,
					"textcolor": [
						0.62,
						0.64,
						0.66,
						1.0
					]
				}
			},
			{
				"box": {
					"id": "obj-40",
					"maxclass": "textedit",
					"numinlets": 1,
					"numoutlets": 4,
					"outlettype": [
						"",
						"",
						"",
						""
					],
					"patching_rect": [
						24.0,
						150.0,
						190.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						76.0,
						138.0,
						190.0,
						24.0
					],
					"keymode": 1,
					"outputmode": 0,
					"lines": 1,
					"bgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"textcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"rounded": 4.0
				}
			},
			{
				"box": {
					"id": "obj-41",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						118.0,
						498.0,
						80.0,
						22.0
					],
					"text": "route text"
				}
			},
			{
				"box": {
					"id": "obj-42",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						144.0,
						542.0,
						113.0,
						22.0
					],
					"text": "prepend outputs"
				}
			},
			{
				"box": {
					"id": "obj-43",
					"maxclass": "live.text",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						24.0,
						188.0,
						80.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						14.0,
						172.0,
						80.0,
						24.0
					],
					"text": "record",
					"texton": "record",
					"mode": 0,
					"fontsize": 11.0,
					"activebgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"activebgoncolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activetextcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activetextoncolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"parameter_enable": 1,
					"varname": "record",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "record",
							"parameter_shortname": "record",
							"parameter_type": 2,
							"parameter_invisible": 2,
							"parameter_enum": [
								"off",
								"on"
							],
							"parameter_mmax": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-44",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						212.0,
						498.0,
						51.599999999999994,
						22.0
					],
					"text": "record"
				}
			},
			{
				"box": {
					"id": "obj-45",
					"maxclass": "live.text",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						24.0,
						226.0,
						80.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						100.0,
						172.0,
						80.0,
						24.0
					],
					"text": "undo",
					"texton": "undo",
					"mode": 0,
					"fontsize": 11.0,
					"activebgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"activebgoncolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activetextcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activetextoncolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"parameter_enable": 1,
					"varname": "undo",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "undo",
							"parameter_shortname": "undo",
							"parameter_type": 2,
							"parameter_invisible": 2,
							"parameter_enum": [
								"off",
								"on"
							],
							"parameter_mmax": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-46",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						278.0,
						498.0,
						38.4,
						22.0
					],
					"text": "undo"
				}
			},
			{
				"box": {
					"id": "obj-47",
					"maxclass": "live.text",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						24.0,
						264.0,
						80.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						186.0,
						172.0,
						80.0,
						24.0
					],
					"text": "clear",
					"texton": "clear",
					"mode": 0,
					"fontsize": 11.0,
					"activebgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"activebgoncolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activetextcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activetextoncolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"parameter_enable": 1,
					"varname": "clear",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "clear",
							"parameter_shortname": "clear",
							"parameter_type": 2,
							"parameter_invisible": 2,
							"parameter_enum": [
								"off",
								"on"
							],
							"parameter_mmax": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-48",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						330.0,
						498.0,
						45.0,
						22.0
					],
					"text": "clear"
				}
			},
			{
				"box": {
					"id": "obj-49",
					"maxclass": "live.text",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						24.0,
						302.0,
						80.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						14.0,
						202.0,
						80.0,
						24.0
					],
					"text": "train",
					"texton": "train",
					"mode": 0,
					"fontsize": 11.0,
					"activebgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"activebgoncolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activetextcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activetextoncolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"parameter_enable": 1,
					"varname": "train",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "train",
							"parameter_shortname": "train",
							"parameter_type": 2,
							"parameter_invisible": 2,
							"parameter_enum": [
								"off",
								"on"
							],
							"parameter_mmax": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-50",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						389.0,
						498.0,
						45.0,
						22.0
					],
					"text": "train"
				}
			},
			{
				"box": {
					"id": "obj-51",
					"maxclass": "live.text",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						24.0,
						340.0,
						80.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						100.0,
						202.0,
						80.0,
						24.0
					],
					"text": "save",
					"texton": "save",
					"mode": 0,
					"fontsize": 11.0,
					"activebgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"activebgoncolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activetextcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activetextoncolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"parameter_enable": 1,
					"varname": "save",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "save",
							"parameter_shortname": "save",
							"parameter_type": 2,
							"parameter_invisible": 2,
							"parameter_enum": [
								"off",
								"on"
							],
							"parameter_mmax": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-52",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						448.0,
						498.0,
						38.4,
						22.0
					],
					"text": "save"
				}
			},
			{
				"box": {
					"id": "obj-53",
					"maxclass": "live.text",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						24.0,
						378.0,
						80.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						186.0,
						202.0,
						80.0,
						24.0
					],
					"text": "run",
					"texton": "running",
					"mode": 1,
					"fontsize": 11.0,
					"activebgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"activebgoncolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activetextcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activetextoncolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"parameter_enable": 1,
					"varname": "run",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "run",
							"parameter_shortname": "run",
							"parameter_type": 2,
							"parameter_invisible": 2,
							"parameter_enum": [
								"off",
								"on"
							],
							"parameter_mmax": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-54",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						500.0,
						498.0,
						86.6,
						22.0
					],
					"text": "prepend run"
				}
			},
			{
				"box": {
					"id": "obj-55",
					"maxclass": "live.text",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						24.0,
						416.0,
						123.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						14.0,
						232.0,
						123.0,
						24.0
					],
					"text": "like this",
					"texton": "like this",
					"mode": 0,
					"fontsize": 11.0,
					"activebgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"activebgoncolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activetextcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activetextoncolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"parameter_enable": 1,
					"varname": "like this",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "like this",
							"parameter_shortname": "like this",
							"parameter_type": 2,
							"parameter_invisible": 2,
							"parameter_enum": [
								"off",
								"on"
							],
							"parameter_mmax": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-56",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						601.0,
						498.0,
						51.599999999999994,
						22.0
					],
					"text": "rate 1"
				}
			},
			{
				"box": {
					"id": "obj-57",
					"maxclass": "live.text",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						24.0,
						454.0,
						123.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						143.0,
						232.0,
						123.0,
						24.0
					],
					"text": "not like this",
					"texton": "not like this",
					"mode": 0,
					"fontsize": 11.0,
					"activebgcolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"activebgoncolor": [
						0.95,
						0.6,
						0.25,
						1.0
					],
					"activetextcolor": [
						0.93,
						0.93,
						0.9,
						1.0
					],
					"activetextoncolor": [
						0.11,
						0.12,
						0.14,
						1.0
					],
					"parameter_enable": 1,
					"varname": "not like this",
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "not like this",
							"parameter_shortname": "not like this",
							"parameter_type": 2,
							"parameter_invisible": 2,
							"parameter_enum": [
								"off",
								"on"
							],
							"parameter_mmax": 1
						}
					}
				}
			},
			{
				"box": {
					"id": "obj-58",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						667.0,
						498.0,
						58.199999999999996,
						22.0
					],
					"text": "rate -1"
				}
			},
			{
				"box": {
					"id": "obj-59",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1326.0,
						710.0,
						113.0,
						22.0
					],
					"text": "route done fail"
				}
			},
			{
				"box": {
					"id": "obj-60",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1326.0,
						752.0,
						93.19999999999999,
						22.0
					],
					"text": "prepend done"
				}
			},
			{
				"box": {
					"id": "obj-61",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1433.0,
						752.0,
						93.19999999999999,
						22.0
					],
					"text": "prepend fail"
				}
			},
			{
				"box": {
					"id": "obj-62",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"patching_rect": [
						1379.0,
						794.0,
						47.0,
						22.0
					],
					"text": "t l l"
				}
			},
			{
				"box": {
					"id": "obj-63",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1397.0,
						836.0,
						86.6,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-64",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						24.0,
						914.0,
						252.0,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						14.0,
						266.0,
						252.0,
						22.0
					]
				}
			},
			{
				"box": {
					"id": "obj-65",
					"maxclass": "outlet",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1379.0,
						956.0,
						30.0,
						30.0
					],
					"comment": "done and fail, with what they say",
					"index": 1
				}
			}
		],
		"lines": [
			{
				"patchline": {
					"source": [
						"obj-4",
						0
					],
					"destination": [
						"obj-5",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-5",
						0
					],
					"destination": [
						"obj-6",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-3",
						0
					],
					"destination": [
						"obj-7",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-6",
						1
					],
					"destination": [
						"obj-8",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-7",
						0
					],
					"destination": [
						"obj-8",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-8",
						0
					],
					"destination": [
						"obj-9",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-9",
						0
					],
					"destination": [
						"obj-10",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-8",
						0
					],
					"destination": [
						"obj-11",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-11",
						0
					],
					"destination": [
						"obj-12",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-14",
						0
					],
					"destination": [
						"obj-15",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-6",
						0
					],
					"destination": [
						"obj-16",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-7",
						1
					],
					"destination": [
						"obj-16",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-15",
						0
					],
					"destination": [
						"obj-16",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-16",
						4
					],
					"destination": [
						"obj-17",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-17",
						0
					],
					"destination": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-18",
						0
					],
					"destination": [
						"obj-19",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-16",
						1
					],
					"destination": [
						"obj-19",
						1
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-19",
						0
					],
					"destination": [
						"obj-20",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-7",
						2
					],
					"destination": [
						"obj-20",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-20",
						0
					],
					"destination": [
						"obj-10",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-21",
						0
					],
					"destination": [
						"obj-22",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-16",
						2
					],
					"destination": [
						"obj-22",
						1
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-22",
						0
					],
					"destination": [
						"obj-23",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-7",
						3
					],
					"destination": [
						"obj-23",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-23",
						0
					],
					"destination": [
						"obj-10",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-24",
						0
					],
					"destination": [
						"obj-25",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-16",
						3
					],
					"destination": [
						"obj-25",
						1
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-25",
						0
					],
					"destination": [
						"obj-26",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-7",
						4
					],
					"destination": [
						"obj-26",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-26",
						0
					],
					"destination": [
						"obj-10",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-7",
						5
					],
					"destination": [
						"obj-27",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-16",
						0
					],
					"destination": [
						"obj-28",
						1
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-27",
						0
					],
					"destination": [
						"obj-29",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-29",
						0
					],
					"destination": [
						"obj-30",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-30",
						0
					],
					"destination": [
						"obj-31",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-31",
						0
					],
					"destination": [
						"obj-28",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-31",
						1
					],
					"destination": [
						"obj-32",
						1
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-28",
						0
					],
					"destination": [
						"obj-32",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-29",
						1
					],
					"destination": [
						"obj-33",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-32",
						0
					],
					"destination": [
						"obj-34",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-33",
						0
					],
					"destination": [
						"obj-34",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-30",
						1
					],
					"destination": [
						"obj-34",
						1
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-34",
						0
					],
					"destination": [
						"obj-10",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-36",
						0
					],
					"destination": [
						"obj-37",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-37",
						0
					],
					"destination": [
						"obj-38",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-38",
						0
					],
					"destination": [
						"obj-27",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-40",
						0
					],
					"destination": [
						"obj-41",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-41",
						0
					],
					"destination": [
						"obj-42",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-42",
						0
					],
					"destination": [
						"obj-27",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-43",
						0
					],
					"destination": [
						"obj-44",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-44",
						0
					],
					"destination": [
						"obj-27",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-45",
						0
					],
					"destination": [
						"obj-46",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-46",
						0
					],
					"destination": [
						"obj-27",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-47",
						0
					],
					"destination": [
						"obj-48",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-48",
						0
					],
					"destination": [
						"obj-27",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-49",
						0
					],
					"destination": [
						"obj-50",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-50",
						0
					],
					"destination": [
						"obj-27",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-51",
						0
					],
					"destination": [
						"obj-52",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-52",
						0
					],
					"destination": [
						"obj-27",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-53",
						0
					],
					"destination": [
						"obj-54",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-54",
						0
					],
					"destination": [
						"obj-27",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-55",
						0
					],
					"destination": [
						"obj-56",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-56",
						0
					],
					"destination": [
						"obj-27",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-57",
						0
					],
					"destination": [
						"obj-58",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-58",
						0
					],
					"destination": [
						"obj-27",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-12",
						0
					],
					"destination": [
						"obj-59",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-59",
						0
					],
					"destination": [
						"obj-60",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-59",
						1
					],
					"destination": [
						"obj-61",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-60",
						0
					],
					"destination": [
						"obj-62",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-61",
						0
					],
					"destination": [
						"obj-62",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-62",
						1
					],
					"destination": [
						"obj-63",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-63",
						0
					],
					"destination": [
						"obj-64",
						0
					]
				}
			},
			{
				"patchline": {
					"source": [
						"obj-62",
						0
					],
					"destination": [
						"obj-65",
						0
					]
				}
			}
		]
	}
}
